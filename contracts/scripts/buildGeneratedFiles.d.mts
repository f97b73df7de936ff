export declare function buildGeneratedFiles(): Promise<Map<string, string>>;
