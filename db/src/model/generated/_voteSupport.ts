// Generated from schema.graphql by `npm run codegen -w db`. Do not edit.
export enum VoteSupport {
    AGAINST = "AGAINST",
    FOR = "FOR",
    ABSTAIN = "ABSTAIN",
    UNKNOWN = "UNKNOWN",
}
