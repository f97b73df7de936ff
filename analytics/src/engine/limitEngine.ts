import type { AnalyticsEngine } from './AnalyticsEngine.js';
import { type GateOptions, QuestionGate } from './QuestionGate.js';

/** The same engine, asked by so many at a time: sums over everything would take every connection and core there is. */
export function limitEngine(engine: AnalyticsEngine, options: GateOptions): AnalyticsEngine {
  const gate = new QuestionGate(options);
  return {
    loadSeries: (question, signal) => gate.run(() => engine.loadSeries(question, signal), signal),
    loadSpread: (question, signal) => gate.run(() => engine.loadSpread(question, signal), signal),
    close: () => engine.close(),
  };
}
