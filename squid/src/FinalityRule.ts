/** When a block of a chain counts as final: the `finality` of its deployment file. */
export interface FinalityRule {
  /** The node's own `safe` and `finalized` tags decide. */
  tags: boolean;
  /** Otherwise, and for a node that lacks the tags, a block with this many blocks above it is final. */
  confirmations: number;
}
