import { measureAttacks } from './measureAttacks.ts';
import { measureForgery } from './measureForgery.ts';
import { measureKinds } from './measureKinds.ts';
import { measureProjection } from './measureProjection.ts';
import { measureRemoval } from './measureRemoval.ts';
import { measureRetraining } from './measureRetraining.ts';
import { measureRidge } from './measureRidge.ts';
import { measureSameKind } from './measureSameKind.ts';
import { prepareStudy } from './prepareStudy.ts';
import type { QualityCase } from './QualityCase.ts';
import type { StudyScale } from './studySettings.ts';
import { writeQualityReport } from './writeQualityReport.ts';

/** All parts of the study, one after the other; with `docsFolder`, the report is written at the end. */
export async function* runStudy(
  scale: StudyScale,
  options: { cacheFolder: string; threads: number; docsFolder?: string },
): AsyncGenerator<QualityCase> {
  const cases: QualityCase[] = [];
  const study = await prepareStudy(scale, options.cacheFolder, options.threads);
  const isFull = scale.name === 'full';
  try {
    for (const part of [
      measureRidge(isFull ? 4000 : 2000, isFull ? 256 : 128, 20),
      measureProjection(study, isFull ? 300 : 100, isFull ? 10 : 3),
      measureKinds(study),
      measureRetraining(study),
      measureRemoval(study),
      measureForgery(study, isFull ? 12 : 3),
      measureAttacks(study),
      measureSameKind(study),
    ]) {
      for await (const measured of part) {
        cases.push(measured);
        yield measured;
      }
    }
    if (options.docsFolder) writeQualityReport(options.docsFolder, study, cases);
  } finally {
    await study.pool.dispose();
  }
}
