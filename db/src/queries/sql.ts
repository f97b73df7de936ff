/** A piece of SQL with its parameters beside it; pieces nest, and numbers ($1, $2 …) are given when it is rendered. */
export class SqlText {
  /** Literal text and parameters in order of appearance. */
  readonly parts: readonly (string | SqlParameter)[];

  constructor(parts: readonly (string | SqlParameter)[]) {
    this.parts = parts;
  }

  /** Text for the server and the values of $1 … $n. */
  render(): { text: string; values: SqlValue[] } {
    const values: SqlValue[] = [];
    const text = this.parts.map((part) => (typeof part === 'string' ? part : `$${values.push(part.value)}`)).join('');
    return { text, values };
  }
}

/** What may be sent as a parameter. Wei and ids travel as decimal strings or bigint, never as floats. */
export type SqlValue = string | number | bigint | boolean | null | readonly string[] | readonly number[];

interface SqlParameter {
  readonly value: SqlValue;
}

/** Tagged template: `sql\`a.id = ${id}\`` makes `id` a parameter; a nested SqlText is spliced in. */
export function sql(texts: TemplateStringsArray, ...values: (SqlText | SqlValue)[]): SqlText {
  const parts: (string | SqlParameter)[] = [texts[0] ?? ''];
  values.forEach((value, index) => {
    if (value instanceof SqlText) parts.push(...value.parts);
    else parts.push({ value });
    parts.push(texts[index + 1] ?? '');
  });
  return new SqlText(parts);
}

/** Trusted text from this source tree. Never pass anything that came from outside. */
export function sqlLiteral(text: string): SqlText {
  return new SqlText([text]);
}

export function joinSql(pieces: readonly SqlText[], separator: string): SqlText {
  return new SqlText(pieces.flatMap((piece, index) => (index === 0 ? piece.parts : [separator, ...piece.parts])));
}
