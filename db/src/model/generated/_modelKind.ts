// Generated from schema.graphql by `npm run codegen -w db`. Do not edit.
export enum ModelKind {
    BASE = "BASE",
    ADAPTER = "ADAPTER",
    MERGE = "MERGE",
    UNKNOWN = "UNKNOWN",
}
