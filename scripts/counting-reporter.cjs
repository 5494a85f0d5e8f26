// Mocha's usual report, and its counts in the file that INKLING_TEST_COUNTS names.
const { writeFileSync } = require('node:fs');
const { reporters } = require('mocha');

module.exports = class CountingReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once('end', () => {
      const { passes, failures } = this.stats;
      if (process.env.INKLING_TEST_COUNTS)
        writeFileSync(process.env.INKLING_TEST_COUNTS, JSON.stringify({ passes, failures }));
    });
  }
};
