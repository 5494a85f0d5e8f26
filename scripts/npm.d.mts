export function npmEnvironment(environment?: NodeJS.ProcessEnv): NodeJS.ProcessEnv;
export function runNpm(parameters: readonly string[], folder: string): boolean;
export function installDependencies(root: string): boolean;
