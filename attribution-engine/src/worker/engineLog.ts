/** A line of the engine's log. */
export type EngineLog = (level: 'info' | 'warn', message: string, facts?: Record<string, unknown>) => void;
