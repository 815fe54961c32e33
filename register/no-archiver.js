/**
 * cdktf makes the archive of an asset in a process of its own, but loads archiver in this one too: half of all the modules that it loads.
 * This stands for it: in tests by jest.config.js, in programs once it is installed.
 */
function archiver() {
  throw new Error('archives are made in a process of their own');
}

archiver.install = () => {
  const filename = find();
  if (filename === null) return; // cdktn does without
  require.cache[filename] = { id: filename, filename, path: filename, loaded: true, children: [], paths: [], exports: archiver };
};

function find() {
  try {
    return require.resolve('archiver', { paths: [require.resolve('cdktf')] });
  } catch {
    return null;
  }
}

module.exports = archiver;
