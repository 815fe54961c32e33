import type { Surroundings } from '../../config';
import { imagesField, imagesOf } from '../../config/images';

/** Surroundings as in production but small, and what a test changes of them. */
export const surroundings = (changes: Partial<Surroundings> = {}): Surroundings => ({
  zones: 3,
  deletionProtection: true,
  secretsRevision: 2,
  sizing: 'minimum',
  images: imagesOf(imagesField.parse({})),
  ...changes,
});
