/** Compares pictures pixel by pixel, in a page of the browser: it reads PNG. */
import type { BrowserContext } from 'playwright-core'

/** So much may a colour differ, of 255: edges of letters come out a little different. */
const tolerance = 48

/** The share of pixels that differ, 0 to 1; 1 when the pictures are not of one size. */
export async function compare(context: BrowserContext, one: Buffer, other: Buffer): Promise<number> {
  const page = await context.newPage()
  try {
    return await page.evaluate<number>(`(async () => {
      const read = async (base64) => {
        const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))
        const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
        const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d')
        canvas.drawImage(image, 0, 0)
        return canvas.getImageData(0, 0, image.width, image.height)
      }
      const [a, b] = [await read('${one.toString('base64')}'), await read('${other.toString('base64')}')]
      if (a.width !== b.width || a.height !== b.height) return 1
      let different = 0
      for (let at = 0; at < a.data.length; at += 4)
        if ([0, 1, 2].some((channel) => Math.abs(a.data[at + channel] - b.data[at + channel]) > ${tolerance})) different++
      return different / (a.data.length / 4)
    })()`)
  } finally {
    await page.close()
  }
}
