import { accountKinds } from './account-kinds';
import { addressKinds } from './address-kinds';
import type { Kind } from './canary-parts';
import { keyKinds } from './key-kinds';
import { passwordKinds } from './password-kinds';

/** In a fixed order: the canaries drawn from a seed depend on it. */
export const kinds: readonly Kind[] = [...passwordKinds, ...keyKinds, ...addressKinds, ...accountKinds];
