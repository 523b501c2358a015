// Sends events by Segment's own library, as a shop's server would: node send.mjs HOST WRITE_KEY EVENTS.
// Prints what was handed to the library, by its message ids, and how many of them it reported as delivered.
import { Analytics } from '@segment/analytics-node';

const [host, writeKey, events] = process.argv.slice(2);
const analytics = new Analytics({ host, writeKey, flushAt: 15, maxRetries: 3 });
const sent = [];
const failures = [];
let delivered = 0;

analytics.on('error', (error) => failures.push(String(error.reason ?? error.code ?? error)));

function send(call, message, kind) {
  analytics[call](message, (error, context) => {
    if (error) failures.push(String(error));
    else delivered++;
    sent.push({ messageId: context.event.messageId, kind });
  });
}

const start = Date.parse('2026-01-01T00:00:00Z');

for (let i = 0; i < Number(events); i++) {
  const userId = `C-${i % 500}`;
  const who = i % 3 === 0 ? { anonymousId: `a-${i % 500}` } : { userId };
  const timestamp = new Date(start + i * 60_000);
  const product = { product_id: `p-${i % 40}`, name: `Product ${i % 40}`, price: 5 + (i % 40) / 4, category: 'roses' };
  const step = i % 20;
  if (step === 0) {
    const traits = { email: `c${i % 500}@shop.example`, firstName: 'Anna', address: { city: 'Lyon' } };
    send('identify', { userId, traits, timestamp }, 'identify');
  } else if (step === 1) {
    send('alias', { userId, previousId: `a-${i % 500}`, timestamp }, 'alias');
  } else if (step === 2) {
    send('group', { userId, groupId: 'g', traits: { name: 'Initech' }, timestamp }, 'group');
  } else if (step === 3) {
    send('screen', { ...who, name: 'Home', timestamp }, 'screen');
  } else if (step < 8) {
    send('page', { ...who, name: 'Home', properties: { url: 'https://shop.example/' }, timestamp }, 'page');
  } else if (step < 14) {
    send('track', { ...who, event: 'Product Viewed', properties: product, timestamp }, 'Product Viewed');
  } else if (step < 17) {
    send('track', { ...who, event: 'Product Added', properties: product, timestamp }, 'Product Added');
  } else if (step < 19) {
    const products = [{ ...product, quantity: 1 + (i % 3) }];
    const revenue = products[0].price * products[0].quantity;
    const properties = { order_id: `o-${i}`, revenue, currency: 'EUR', products };
    send('track', { userId, event: 'Order Completed', properties, timestamp }, 'Order Completed');
  } else {
    send('track', { ...who, event: 'Song Played', timestamp }, 'Song Played');
  }
}

await analytics.closeAndFlush({ timeout: 300_000 });
console.log(JSON.stringify({ delivered, failures: failures.slice(0, 5), sent }));
