/** What `read` makes of an object, once for each: what is read does not change. */
export function once<Of extends object, T>(read: (of: Of) => T): (of: Of) => T {
  const known = new WeakMap<Of, T>();
  return (of) => {
    const made = known.get(of) ?? read(of);
    known.set(of, made);
    return made;
  };
}
