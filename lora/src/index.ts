export * from './browser.js';
export { readLoraAdapter } from './adapter/readLoraAdapter.js';
export { readBaseModel } from './model/readBaseModel.js';
export { readModelFolder } from './model/readModelFolder.js';
export { writeModelFolder } from './model/writeModelFolder.js';
export { createGradientWorkers, type GradientJob, type GradientWorkers } from './session/createGradientWorkers.js';
export { SafetensorsFile } from './safetensors/SafetensorsFile.js';
