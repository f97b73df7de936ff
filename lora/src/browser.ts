export * from './errors.js';
export type { Tensor, TensorDataByDtype, TensorDtype } from './safetensors/Tensor.js';
export { decodeSafetensors } from './safetensors/decodeSafetensors.js';
export { encodeSafetensors } from './safetensors/encodeSafetensors.js';
export { encodeSafetensorsHeader, type TensorLayout } from './safetensors/encodeSafetensorsHeader.js';
export {
  parseHeaderLength,
  parseSafetensorsHeader,
  type SafetensorsHeader,
  type TensorRange,
} from './safetensors/parseSafetensorsHeader.js';
export { convertToFloat32 } from './safetensors/convertToFloat32.js';
export { roundToBfloat16 } from './safetensors/roundToBfloat16.js';
export type { ModelFiles } from './model/ModelFiles.js';
export { parseLlamaConfig, type LlamaConfig } from './model/LlamaConfig.js';
export type { RopeScaling } from './model/RopeScaling.js';
export { getFloatWeight, type ModelWeights } from './model/ModelWeights.js';
export { digestModelFiles, loadBaseModel, type BaseModel } from './model/loadBaseModel.js';
export { loadTokenizer, type Tokenizer } from './tokenizer/loadTokenizer.js';
export { encodeExample, type Example } from './tokenizer/encodeExample.js';
export type { LoraAdapter, LoraConfig, LoraModule } from './adapter/LoraAdapter.js';
export { createInitialAdapter, restartAdapter, type InitialAdapterOptions } from './adapter/createInitialAdapter.js';
export { encodeLoraAdapter } from './adapter/encodeLoraAdapter.js';
export { loadLoraAdapter } from './adapter/loadLoraAdapter.js';
export {
  createSession,
  type GenerateOptions,
  type Generation,
  type LoraGradient,
  type LoraModelSession,
} from './session/createSession.js';
export { trainAdapter, type TrainAdapterOptions, type TrainingProgress } from './training/trainAdapter.js';
export { InvalidWeightsError } from './training/InvalidWeightsError.js';
export { trainBaseModel, type TrainBaseModelOptions } from './training/trainBaseModel.js';
export { trainByteBpe } from './tokenizer/trainByteBpe.js';
export { createRandomModelFiles } from './model/createRandomModelFiles.js';
export { createJaxTwin } from './twin/createJaxTwin.js';
export { PEBBLE } from './model/pebble.js';
