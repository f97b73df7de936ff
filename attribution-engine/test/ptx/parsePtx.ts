/** One instruction: `@%p opcode operands;`. */
export interface PtxInstruction {
  readonly guard: { readonly register: string; readonly negated: boolean } | null;
  readonly opcode: string;
  readonly operands: readonly string[];
  readonly line: number;
}

/** One entry of a module, as text of known form. */
export interface PtxEntry {
  readonly name: string;
  readonly parameters: readonly { readonly name: string; readonly size: 4 | 8 }[];
  /** Every declared register, and its width in bits; 1 for a predicate. */
  readonly registers: ReadonlyMap<string, 1 | 32 | 64>;
  /** Arrays in shared memory; size 0 for the one that the launch sizes. */
  readonly shared: readonly { readonly name: string; readonly size: number; readonly align: number }[];
  readonly maxThreads: number;
  readonly instructions: readonly PtxInstruction[];
  /** Label → number of the instruction after it. */
  readonly labels: ReadonlyMap<string, number>;
}

/** Text that this reader does not know; it knows only the forms that the kernels use. */
export class PtxError extends Error {}

const WIDTHS = { pred: 1, b32: 32, b64: 64 } as const;

/** Reads a module with one entry. */
export function parsePtx(text: string): PtxEntry {
  const registers = new Map<string, 1 | 32 | 64>();
  const shared: { name: string; size: number; align: number }[] = [];
  const instructions: PtxInstruction[] = [];
  const labels = new Map<string, number>();
  // NVIDIA's assembler of 2025 refuses others, in comments too.
  if (!/^[\n\x20-\x7e]*$/.test(text)) throw new PtxError('a character that is not ASCII');
  const source = text.replace(/\/\/[^\n]*/g, '');
  const head = /^\s*\.version (\d+\.\d+)\s+\.target (sm_\w+)\s+\.address_size 64\s/.exec(source);
  if (!head) throw new PtxError('no .version, .target and .address_size at the start');
  const entry = /\.visible \.entry (\w+)\(([^)]*)\)\s*\.maxntid (\d+), 1, 1\s*\{([\s\S]*)\}\s*$/.exec(source);
  if (!entry) throw new PtxError('not one entry with .maxntid at the end');
  const parameters = entry[2]!.split(',').map((declaration) => {
    const match = /^\s*\.param \.u(32|64) (\w+)\s*$/.exec(declaration);
    if (!match) throw new PtxError(`parameter ${declaration}`);
    return { name: match[2]!, size: match[1] === '64' ? (8 as const) : (4 as const) };
  });

  const declareShared = (statement: string): boolean => {
    const match = /^(?:\.extern )?\.shared \.align (\d+) \.b8 (\w+)\[(\d*)\]$/.exec(statement);
    if (match) shared.push({ name: match[2]!, align: Number(match[1]), size: Number(match[3] || 0) });
    return match !== null;
  };
  for (const statement of source.slice(head[0].length, entry.index).split(';')) {
    if (statement.trim() && !declareShared(statement.trim())) throw new PtxError(`directive ${statement.trim()}`);
  }

  let line = source.slice(0, source.indexOf(entry[4]!)).split('\n').length;
  for (const piece of entry[4]!.split(/(?<=;|:(?=\s))/)) {
    let statement = piece.trim();
    const at = line + (/^\s*/.exec(piece)![0].match(/\n/g)?.length ?? 0);
    line += piece.match(/\n/g)?.length ?? 0;
    if (!statement) continue;
    const label = /^(\w+):$/.exec(statement);
    if (label) {
      if (labels.has(label[1]!)) throw new PtxError(`label ${label[1]} twice`);
      labels.set(label[1]!, instructions.length);
      continue;
    }
    if (!statement.endsWith(';')) throw new PtxError(`line ${at}: ${statement}`);
    statement = statement.slice(0, -1).trim().replace(/\s+/g, ' ');
    if (declareShared(statement)) continue;
    const declaration = /^\.reg \.(pred|b32|b64) (.*)$/.exec(statement);
    if (declaration) {
      for (const name of declaration[2]!.split(', ')) {
        if (!/^%\w+$/.test(name) || registers.has(name)) throw new PtxError(`line ${at}: register ${name}`);
        registers.set(name, WIDTHS[declaration[1] as keyof typeof WIDTHS]);
      }
      continue;
    }
    const match = /^(?:@(!?)(%\w+) )?([a-z][\w.:]*)(?: (.*))?$/.exec(statement);
    if (!match) throw new PtxError(`line ${at}: ${statement}`);
    instructions.push({
      guard: match[2] ? { register: match[2], negated: match[1] === '!' } : null,
      opcode: match[3]!,
      operands: match[4] ? match[4].split(/, (?![^{]*\})/) : [],
      line: at,
    });
  }
  return { name: entry[1]!, parameters, registers, shared, maxThreads: Number(entry[3]), instructions, labels };
}
