/** The platforms this server carries: one line each. */
import type { Platform } from '../../core/ports.ts';

export const PLATFORMS: readonly Platform[] = [];
