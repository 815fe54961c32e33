import { programFile } from '../../kubernetes';
import { archiveTexts } from './archive/archive-texts';
import { textNames } from './paths';
import { dynamicYml, patroniYml, type PatroniOptions } from './patroni-yml';
import { serverSql } from './server-sql';

const { start, stop, onPrimary, certificate, unlabel, python } = textNames;
const programs = Object.fromEntries(
  [start, stop, onPrimary, certificate, unlabel, python].map((name) => [name, programFile(__dirname, name)]),
);

/** Every file of a member, by name. All members get the same. */
export const memberTexts = (options: PatroniOptions): Record<string, string> => ({
  [textNames.patroni]: patroniYml(options),
  [textNames.dynamic]: dynamicYml(options),
  [textNames.server]: serverSql(),
  ...programs,
  ...archiveTexts(options),
});
