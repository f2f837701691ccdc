/** Which programs would serve as root. Pure: units by name, drop-ins by the unit they belong to. */

export type Units = ReadonlyMap<string, readonly string[]>;

/** The last value of a key of all texts of one unit, as systemd reads a unit and its drop-ins. */
function settingOf(texts: readonly string[], key: string): string | undefined {
  const values = texts.flatMap((text) => [...text.matchAll(new RegExp(`^${key}=(.*)$`, 'gm'))]);
  return values.at(-1)?.[1]?.trim();
}

/** Services that stay up (a oneshot installs or discovers, and ends) without a user of their own. */
export function rootServices(units: Units): readonly string[] {
  return [...units]
    .filter(([, texts]) => settingOf(texts, 'Type') !== 'oneshot')
    .filter(([, texts]) => {
      const user = settingOf(texts, 'User');
      const isNamed = user !== undefined && user !== '' && user !== 'root' && user !== '0';
      return !isNamed && settingOf(texts, 'DynamicUser') !== 'yes';
    })
    .map(([name]) => name);
}
