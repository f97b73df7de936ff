// Generated from schema.graphql by `npm run codegen -w db`. Do not edit.
export enum ComputeJobKind {
    TRAIN = "TRAIN",
    SERVE = "SERVE",
    UNKNOWN = "UNKNOWN",
}
