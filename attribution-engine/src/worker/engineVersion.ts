/** Names the code that decided, in every stored verdict. */
export const ENGINE_VERSION = 'tributary-engine/0.1.0';
