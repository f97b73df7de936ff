// Generated from schema.graphql by `npm run codegen -w db`. Do not edit.
export enum StakeEventKind {
    STAKED = "STAKED",
    TOPPED_UP = "TOPPED_UP",
    REQUESTED = "REQUESTED",
    UNSTAKED = "UNSTAKED",
}
