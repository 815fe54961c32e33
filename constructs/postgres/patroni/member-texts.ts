import { makeCertificate } from './make-certificate';
import { onPrimaryScript, pythonScript, startScript, stopScript, type ScriptOptions } from './member-scripts';
import { textNames } from './paths';
import { dynamicYml, patroniYml, type PatroniOptions } from './patroni-yml';
import { serverSql } from './server-sql';
import { unlabelOthers } from './unlabel-others';

export type MemberOptions = PatroniOptions & ScriptOptions;

/** Every file that a member is given, by name. All members get the same. */
export const memberTexts = (options: MemberOptions): Record<string, string> => ({
  [textNames.patroni]: patroniYml(options),
  [textNames.dynamic]: dynamicYml(options),
  [textNames.start]: startScript(options),
  [textNames.stop]: stopScript(options),
  [textNames.onPrimary]: onPrimaryScript(options),
  [textNames.server]: serverSql(),
  [textNames.certificate]: makeCertificate(options),
  [textNames.unlabel]: unlabelOthers(options),
  [textNames.python]: pythonScript(),
});
