import { CONTRACTS, type Cast } from '../actors/cast.js';
import type { ChainActor } from '../ChainActor.js';
import type { Routine } from './Routine.js';

const { compute, models, datanets } = CONTRACTS;
const KIND = { train: 0, serve: 1 } as const;
/** Compute networks by name; the machines are the devnet's own, and have no GPU. */
const NETWORKS = ['io.net', 'Aethir', 'Hyperbolic'] as const;
const HARDWARE = 'no GPU: WebAssembly on a CPU of the devnet';
const PERIOD_MS = 30_000;
const ALL = { fromBlock: 0n, strict: true } as const;

/** A model at work, as far as its machine's time goes. */
export interface BusyModel {
  readonly modelId: bigint;
  takeBusyMs(): number;
}

/**
 * The operators of the machines that trained and serve the devnet's models. They register one machine of each network,
 * record a job for every training run, and for every model that answered a job a period.
 */
export class ComputeNodes implements Routine {
  readonly name = 'compute';
  readonly #trainingSeconds = new Map<bigint, bigint>();
  #nodeIds: bigint[] = [];

  /** @param served the models that answer now, always in the same order */
  constructor(
    readonly cast: Pick<Cast, 'nodeOperators'>,
    readonly served: () => readonly BusyModel[],
  ) {}

  /** Says how long a model was trained here. */
  noteTraining(modelId: bigint, elapsedMs: number): void {
    this.#trainingSeconds.set(modelId, BigInt(Math.ceil(elapsedMs / 1000)));
  }

  async step(): Promise<number> {
    this.#nodeIds = await this.#openNodes();
    await this.#recordTraining();
    for (const [position, model] of this.served().entries()) {
      const seconds = BigInt(Math.ceil(model.takeBusyMs() / 1000));
      if (seconds > 0n) await this.#record(position, KIND.serve, model.modelId, seconds);
    }
    return PERIOD_MS;
  }

  #operatorOf(position: number): { operator: ChainActor; nodeId: bigint } {
    const node = position % NETWORKS.length;
    return { operator: this.cast.nodeOperators[node]!, nodeId: this.#nodeIds[node]! };
  }

  async #openNodes(): Promise<bigint[]> {
    const { nodeOperators } = this.cast;
    const load = () =>
      nodeOperators[0].client.getContractEvents({ ...compute, eventName: 'ComputeNodeRegistered', ...ALL });
    const known = new Set((await load()).map(({ args }) => args.operator));
    await Promise.all(
      nodeOperators.map(async (operator, position) => {
        if (known.has(operator.address)) return;
        const args = [NETWORKS[position]!, HARDWARE] as const;
        await operator.execute({ ...compute, functionName: 'registerNode', args });
      }),
    );
    const nodeIds = new Map((await load()).map(({ args }) => [args.operator, args.nodeId]));
    return nodeOperators.map(({ address }) => nodeIds.get(address)!);
  }

  async #recordTraining(): Promise<void> {
    const { client } = this.cast.nodeOperators[0];
    const [runs, jobs] = await Promise.all([
      client.getContractEvents({ ...models, eventName: 'TrainingRunRecorded', ...ALL }),
      client.getContractEvents({ ...compute, eventName: 'ComputeJobRecorded', ...ALL }),
    ]);
    const recorded = new Set(jobs.flatMap(({ args }) => (args.kind === KIND.train ? [args.subjectId] : [])));
    for (const [position, { args, blockNumber }] of runs.entries()) {
      if (recorded.has(args.runId)) continue;
      const seconds =
        this.#trainingSeconds.get(args.modelId) ??
        (await this.#loadSecondsSince(args.datanetIds[0]!, args.versions[0]!, blockNumber));
      await this.#record(position, KIND.train, args.runId, seconds);
    }
  }

  /** An earlier start trained it and did not come to say how long: at most since the rows were published. */
  async #loadSecondsSince(datanetId: bigint, version: bigint, recordedAt: bigint): Promise<bigint> {
    const { client } = this.cast.nodeOperators[0];
    const args = { datanetId, version };
    const [published] = await client.getContractEvents({
      ...datanets,
      eventName: 'DatanetVersionPublished',
      args,
      ...ALL,
    });
    const [before, after] = await Promise.all([
      client.getBlock({ blockNumber: published!.blockNumber }),
      client.getBlock({ blockNumber: recordedAt }),
    ]);
    return after.timestamp - before.timestamp;
  }

  async #record(position: number, kind: 0 | 1, subjectId: bigint, gpuSeconds: bigint): Promise<void> {
    const { operator, nodeId } = this.#operatorOf(position);
    await operator.execute({ ...compute, functionName: 'recordJob', args: [nodeId, kind, subjectId, gpuSeconds] });
  }
}
