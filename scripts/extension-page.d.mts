export function pageOf(readme: string, root: string, repository: string | undefined): string;
