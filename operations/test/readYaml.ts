import { parsers } from 'prettier/plugins/yaml';

/** A node of the formatter's syntax tree, as far as it is needed here. */
interface YamlNode {
  type: string;
  value?: string;
  children?: (YamlNode | null)[];
}

/** The one document of a YAML text as plain values; every scalar is text, and what stands elsewhere (an alias) is null. */
export function readYaml(text: string): unknown {
  const root = parsers.yaml.parse(text, {} as never) as unknown as YamlNode;
  const [document, second] = childrenOf(root);
  if (!document || second) throw new RangeError('one document was expected');
  const body = childrenOf(document).find(({ type }) => type === 'documentBody');
  return valueOf(childrenOf(body)[0]);
}

function childrenOf(node: YamlNode | undefined): YamlNode[] {
  return (node?.children ?? []).filter((child) => child !== null);
}

function valueOf(node: YamlNode | undefined): unknown {
  if (!node) return null;
  if (node.type === 'sequence' || node.type === 'flowSequence') {
    return childrenOf(node).map((item) => valueOf(childrenOf(item)[0]));
  }
  if (node.type === 'mapping' || node.type === 'flowMapping') {
    return Object.fromEntries(
      childrenOf(node).map((item) => childrenOf(item).map((part) => valueOf(childrenOf(part)[0]))),
    );
  }
  if (node.type === 'alias') return null;
  if (node.value === undefined) throw new RangeError(`a ${node.type} was not expected`);
  return node.value;
}
