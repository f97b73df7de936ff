import type { ListQuery } from '../ListQuery';
import { type DatanetVersionRow, datanetVersionSource } from '../sources/DatanetVersionRow';
import { listOf } from './listOf';

/** Versions of a datanet, newest first. */
export function datanetVersionList(): ListQuery<DatanetVersionRow> {
  return listOf({
    source: datanetVersionSource,
    field: 'versions',
    order: 'v',
    parents: { Datanet: 'v.datanet_id = parent.id' },
    parent: 'Datanet',
  });
}
