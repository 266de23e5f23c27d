// usage: node asyncapi_test.mjs DOCUMENT
import { Parser, fromFile } from '@asyncapi/parser';

const errors = 0;
const { document, diagnostics } = await fromFile(new Parser(), process.argv[2]).parse();
const wrong = diagnostics.filter((one) => one.severity === errors);
for (const one of wrong) console.log(`${one.path.join('/')}: ${one.message}`);
if (!document || wrong.length > 0) process.exit(1);
const commands = document.operations().all().filter((one) => one.action() === 'receive');
console.log(`${document.channels().all().length} channels, ${document.operations().all().length} operations, of them ${commands.length} commands`);
for (const one of document.messages().all())
  if (!one.payload()) {
    console.log(`${one.id()}: no payload`);
    process.exit(1);
  }
