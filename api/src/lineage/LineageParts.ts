import DataLoader from 'dataloader';
import {
  isLineageEnd,
  type LineageCountRow,
  type LineageDirection as Side,
  type LineageEdgeRow,
  type LineageGraph,
  lineageKeyOf,
  type LineageNodeRow,
  loadLineageCounts,
  loadRowsAsOf,
  type ReadDatabase,
} from '@tributary/db';
import { encodeNodeId, type NodeKind } from '../nodeId.js';
import { NODE_SOURCES } from '../resolvers/NodeResolver.js';
import type { NamedRow } from '../types/Node.js';
import type { LineageCut, LineageEdge, LineageMore, LineageNode } from './Lineage.js';
import { LineageDirection, LineageEdgeKind, LineageNodeKind } from './LineageEnums.js';
import { listFieldOf } from './listFieldOf.js';

/** What an answer of lineage is made of. Rows and counts are loaded when a field asks for them, for all nodes at once. */
export class LineageParts {
  readonly #db: ReadDatabase;
  readonly #blockNumber: number;
  readonly #graph: Pick<LineageGraph, 'nodes' | 'edges'>;
  readonly #rows = new Map<NodeKind, DataLoader<string, object | null>>();
  #left: Promise<Map<string, LineageCut[]>> | undefined;

  constructor(db: ReadDatabase, blockNumber: number, graph: Pick<LineageGraph, 'nodes' | 'edges'>) {
    this.#db = db;
    this.#blockNumber = blockNumber;
    this.#graph = graph;
  }

  buildNode(node: LineageNodeRow): LineageNode {
    return {
      id: encodeNodeId(node.kind, node.id),
      kind: LineageNodeKind[node.kind],
      depth: node.depth,
      direction: node.direction && LineageDirection[node.direction],
      node: () => this.#loadNode(node),
      moreUpstream: () => this.#loadMore(node, 'UPSTREAM'),
      moreDownstream: () => this.#loadMore(node, 'DOWNSTREAM'),
    };
  }

  buildEdge(edge: LineageEdgeRow): LineageEdge {
    return {
      from: encodeNodeId(edge.from.kind, edge.from.id),
      to: encodeNodeId(edge.to.kind, edge.to.id),
      kind: LineageEdgeKind[edge.name],
      evidence: edge,
      digest: edge.digest === null || edge.digest.startsWith('0x') ? edge.digest : `0x${edge.digest}`,
    };
  }

  /** What is left out beyond each node on the sides to which the walk would have gone on. */
  async loadCut(directions: readonly Side[]): Promise<LineageCut[]> {
    const left = await this.#loadLeft();
    return this.#graph.nodes.flatMap((node) => {
      if (node.depth > 0 && isLineageEnd(node)) return [];
      const sides = node.direction === null ? directions : [node.direction];
      return (left.get(lineageKeyOf(node)) ?? []).filter((cut) => sides.some((side) => side === cut.direction));
    });
  }

  async #loadNode({ kind, id }: LineageNodeRow): Promise<NamedRow | null> {
    let rows = this.#rows.get(kind);
    if (rows === undefined) {
      rows = new DataLoader((keys: readonly string[]) =>
        loadRowsAsOf(this.#db, kind, NODE_SOURCES[kind], this.#blockNumber, keys),
      );
      this.#rows.set(kind, rows);
    }
    const row = await rows.load(id);
    return row === null ? null : { ...row, __typename: kind };
  }

  async #loadMore(node: LineageNodeRow, direction: Side): Promise<LineageMore[]> {
    const left = await this.#loadLeft();
    return (left.get(lineageKeyOf(node)) ?? []).filter((cut) => cut.direction === LineageDirection[direction]);
  }

  /** By node: counted edges, less those that are in the answer. */
  #loadLeft(): Promise<Map<string, LineageCut[]>> {
    this.#left ??= loadLineageCounts(this.#db, this.#graph.nodes, this.#blockNumber).then((counts) => {
      const shown = new Map<string, number>();
      const show = (key: string) => shown.set(key, (shown.get(key) ?? 0) + 1);
      for (const { name, from, to } of this.#graph.edges) {
        show(`${name} DOWNSTREAM ${lineageKeyOf(from)}`);
        show(`${name} UPSTREAM ${lineageKeyOf(to)}`);
      }
      return Map.groupBy(
        counts.flatMap((row) => buildCut(row, shown.get(`${row.name} ${row.direction} ${lineageKeyOf(row)}`) ?? 0)),
        ({ key }) => key,
      );
    });
    return this.#left;
  }
}

function buildCut(row: LineageCountRow, shownCount: number): (LineageCut & { key: string })[] {
  const count = row.count - shownCount;
  if (count <= 0 && row.isExact) return [];
  return [
    {
      key: lineageKeyOf(row),
      node: encodeNodeId(row.kind, row.id),
      direction: LineageDirection[row.direction],
      kind: LineageEdgeKind[row.name],
      count: Math.max(count, 0),
      isExact: row.isExact,
      list: listFieldOf(row.name, row.direction),
    },
  ];
}
