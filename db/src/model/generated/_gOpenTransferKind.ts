// Generated from schema.graphql by `npm run codegen -w db`. Do not edit.
export enum GOpenTransferKind {
    WRAP = "WRAP",
    UNWRAP = "UNWRAP",
    TRANSFER = "TRANSFER",
}
