// Loaded into the real command before its own code (node --import): its clock is off by some milliseconds.
const offMs = Number(process.env.FAULT_CLOCK_MS);
delete process.env.FAULT_CLOCK_MS;
delete process.env.NODE_OPTIONS;

const RealDate = Date;
globalThis.Date = class extends RealDate {
  static now() {
    return RealDate.now() + offMs;
  }

  constructor(...args) {
    super(...(args.length === 0 ? [RealDate.now() + offMs] : args));
  }
};
