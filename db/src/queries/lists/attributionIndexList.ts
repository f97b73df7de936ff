import type { ListQuery } from '../ListQuery';
import { type AttributionIndexRow, attributionIndexSource } from '../sources/AttributionIndexRow';
import { listOf } from './listOf';

/** Attribution indexes of a model, the one in force first. */
export function attributionIndexList(): ListQuery<AttributionIndexRow> {
  return listOf({
    source: attributionIndexSource,
    field: 'indexes',
    order: 'x',
    parents: { Model: 'x.model_id = parent.id' },
    parent: 'Model',
  });
}
