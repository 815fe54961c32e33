/** Call it in a `describe`: what is given to the function it returns is stopped after each test, the last one first, also after a failure. */
export function cleanUp(): <T>(thing: T, stop: (thing: T) => Promise<unknown>) => T {
  const stops: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const stop of stops.splice(0).reverse()) await stop();
  });
  return (thing, stop) => {
    stops.push(() => stop(thing));
    return thing;
  };
}
