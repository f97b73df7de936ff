/** An answer that the network has published. */
export interface PublishedAnswer {
  completion: string;
  /** Rows that were committed before it was published: only the later ones can have copied it. */
  rowsBefore: number;
}
