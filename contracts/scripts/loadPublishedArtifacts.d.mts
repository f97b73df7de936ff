import type { Artifact } from './compileSolidity.mjs';

export declare function loadPublishedArtifacts(): Artifact[];
