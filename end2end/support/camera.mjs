// What somebody at the door sees on the screen: the digits by eye, the link by camera.
import jsQR from 'jsqr';
import { PNG } from 'pngjs';

/** Reads the code from an open page of the screen. */
export async function readScreen(page) {
  const halves = await page.locator('.screen__half').allTextContents();
  const seen = PNG.sync.read(await page.locator('.screen__qr').screenshot());
  const link = jsQR(new Uint8ClampedArray(seen.data), seen.width, seen.height)?.data;
  return { digits: halves.join(''), link };
}
