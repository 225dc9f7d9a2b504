import type { Chance } from './chance.ts'
import type { Region, TitleLanguage } from './sellers.ts'

type Words = Readonly<Partial<Record<TitleLanguage, string>>>
type Colour = Words & { readonly code: string }

interface Product {
  readonly code: string
  readonly names: Words
}

/** Products that come in the same materials and sizes, so that no vase is made of linen. */
interface Family {
  readonly products: readonly Product[]
  readonly materials: readonly Words[]
  readonly sizes: readonly Words[]
  /** Clauses that long titles go on with, as sellers like them. */
  readonly claims: readonly Words[]
}

interface Range {
  readonly families: readonly Family[]
  readonly colours: readonly Colour[]
}

/** What a title is made of; drawn once for a SKU, worded in each marketplace's language. */
export interface Article {
  readonly product: Product
  readonly material: Words
  readonly colour: Colour
  readonly size: Words
  readonly claims: readonly Words[]
}

/** Draws an article from the range of a region. About one in eight carries a very long title. */
export function drawArticle(chance: Chance, region: Region): Article {
  const range = RANGES[region]
  const family = chance.pick(range.families)
  const count = chance.happens(0.125) ? 3 : chance.happens(0.3) ? 1 : 0
  const start = chance.between(0, family.claims.length - 1)
  return {
    product: chance.pick(family.products),
    material: chance.pick(family.materials),
    colour: chance.pick(range.colours),
    size: chance.pick(family.sizes),
    claims: Array.from(
      { length: count },
      (_, index) => family.claims[(start + index) % family.claims.length] ?? {},
    ),
  }
}

/** The product name as listed in one language. */
export function title(article: Article, brand: string, language: TitleLanguage): string {
  const say = (words: Words): string => words[language] ?? words.en ?? ''
  if (language === 'ja') {
    const name = `${brand} ${say(article.product.names)} ${say(article.material)} ${say(article.size)} ${say(article.colour)}`
    return [name, ...article.claims.map((claim) => `【${say(claim)}】`)].join(' ')
  }
  const name = `${brand} ${say(article.product.names)}, ${say(article.material)}, ${say(article.size)}, ${say(article.colour)}`
  return [name, ...article.claims.map(say)].join(' – ')
}

const product = (code: string, names: Words): Product => ({ code, names })
const colour = (code: string, words: Words): Colour => ({ ...words, code })

const HOME: Range = {
  families: [
    {
      products: [
        product('TWL', { en: 'Bath Towel Set', es: 'Juego de toallas de baño' }),
        product('SHT', { en: 'Fitted Sheet', es: 'Sábana ajustable' }),
        product('PLW', { en: 'Throw Pillow Cover', es: 'Funda de cojín' }),
        product('CRT', { en: 'Blackout Curtain Panel', es: 'Cortina opaca' }),
        product('MAT', { en: 'Bath Mat', es: 'Tapete de baño' }),
        product('THR', { en: 'Throw Blanket', es: 'Manta' }),
        product('NPK', { en: 'Table Runner', es: 'Camino de mesa' }),
        product('RUG', { en: 'Hallway Rug', es: 'Alfombra de pasillo' }),
      ],
      materials: [
        { en: 'Organic Cotton', es: 'algodón orgánico' },
        { en: 'Washed Linen', es: 'lino lavado' },
        { en: 'Bamboo Viscose', es: 'viscosa de bambú' },
        { en: 'Recycled Polyester', es: 'poliéster reciclado' },
      ],
      sizes: [
        { en: 'Small', es: 'chico' },
        { en: 'Large', es: 'grande' },
        { en: '24" x 36"', es: '61 x 91 cm' },
        { en: '50" x 84"', es: '127 x 213 cm' },
        { en: 'Pack of 2', es: 'paquete de 2' },
      ],
      claims: [
        { en: 'Machine Washable & Quick Dry', es: 'lavable a máquina y de secado rápido' },
        {
          en: 'Extra Soft for Sensitive Skin, OEKO-TEX Yarn',
          es: 'extra suave para piel sensible, hilo OEKO-TEX',
        },
        {
          en: 'for Apartments, Dorms and Vacation Homes',
          es: 'para departamentos, dormitorios y casas de descanso',
        },
        { en: 'Gift Box Included', es: 'incluye caja de regalo' },
      ],
    },
    {
      products: [
        product('BSK', { en: 'Storage Basket', es: 'Cesta organizadora' }),
        product('LMP', { en: 'Bedside Lamp', es: 'Lámpara de mesa de noche' }),
        product('HGR', { en: 'Clothes Hangers, Pack of 30', es: 'Ganchos para ropa, paquete de 30' }),
        product('CLK', { en: 'Silent Wall Clock', es: 'Reloj de pared silencioso' }),
        product('SHF', { en: 'Floating Shelf', es: 'Repisa flotante' }),
        product('TRY', { en: 'Serving Tray', es: 'Charola' }),
      ],
      materials: [
        { en: 'Acacia Wood', es: 'madera de acacia' },
        { en: 'Bamboo', es: 'bambú' },
        { en: 'Powder-Coated Steel', es: 'acero con pintura en polvo' },
      ],
      sizes: [
        { en: 'Small', es: 'chico' },
        { en: 'Medium', es: 'mediano' },
        { en: 'Large', es: 'grande' },
        { en: '14" Wide', es: '36 cm de ancho' },
      ],
      claims: [
        { en: 'No Tools Needed', es: 'sin herramientas' },
        { en: 'for Living Room, Bedroom and Home Office', es: 'para sala, recámara y oficina en casa' },
        { en: 'Plastic-Free Packaging, Ships Flat', es: 'empaque plano y sin plástico' },
      ],
    },
  ],
  colours: [
    colour('GRY', { en: 'Slate Gray', es: 'gris pizarra' }),
    colour('WHT', { en: 'White', es: 'blanco' }),
    colour('NVY', { en: 'Navy', es: 'azul marino' }),
    colour('SGE', { en: 'Sage', es: 'verde salvia' }),
    colour('TRC', { en: 'Terracotta', es: 'terracota' }),
    colour('BLK', { en: 'Black', es: 'negro' }),
    colour('SND', { en: 'Sand', es: 'arena' }),
  ],
}

const GARDEN: Range = {
  families: [
    {
      products: [
        product('KMS', { de: 'Küchenmesser', en: 'Kitchen Knife', fr: 'Couteau de cuisine' }),
        product('SBR', { de: 'Schneidebrett', en: 'Chopping Board', fr: 'Planche à découper' }),
        product('TKN', { de: 'Teekanne', en: 'Teapot', fr: 'Théière' }),
        product('SIB', { de: 'Küchensieb', en: 'Colander', fr: 'Passoire' }),
        product('BRK', { de: 'Brotkasten', en: 'Bread Bin', fr: 'Boîte à pain' }),
      ],
      materials: [
        { de: 'Edelstahl', en: 'Stainless Steel', fr: 'acier inoxydable' },
        { de: 'Griff aus Buchenholz', en: 'Beech Handle', fr: 'manche en hêtre' },
        { de: 'emailliert', en: 'Enamelled', fr: 'émaillé' },
      ],
      sizes: [
        { de: 'klein', en: 'Small', fr: 'petit' },
        { de: 'groß', en: 'Large', fr: 'grand' },
        { de: '2er-Set', en: 'Set of 2', fr: 'lot de 2' },
      ],
      claims: [
        {
          de: 'rostfrei und spülmaschinenfest',
          en: 'Rustproof and Dishwasher Safe',
          fr: 'inoxydable, passe au lave-vaisselle',
        },
        { de: 'in Solingen geprüft', en: 'Tested in Solingen', fr: 'testé à Solingen' },
        { de: 'Geschenkidee zum Einzug', en: 'Housewarming Gift', fr: 'idée cadeau de crémaillère' },
      ],
    },
    {
      products: [
        product('GSK', { de: 'Gießkanne', en: 'Watering Can', fr: 'Arrosoir' }),
        product('PFL', { de: 'Pflanzkübel', en: 'Planter', fr: 'Bac à fleurs' }),
        product('VGH', { de: 'Vogelhäuschen', en: 'Bird House', fr: 'Nichoir' }),
        product('LAT', { de: 'Windlicht', en: 'Garden Lantern', fr: 'Photophore' }),
        product('HRK', { de: 'Laubharke', en: 'Leaf Rake', fr: 'Râteau à feuilles' }),
      ],
      materials: [
        { de: 'Zink', en: 'Zinc', fr: 'zinc' },
        { de: 'Lärchenholz', en: 'Larch Wood', fr: 'bois de mélèze' },
        { de: 'pulverbeschichteter Stahl', en: 'Powder-Coated Steel', fr: 'acier thermolaqué' },
      ],
      sizes: [
        { de: 'klein', en: 'Small', fr: 'petit' },
        { de: 'groß', en: 'Large', fr: 'grand' },
        { de: '40 × 30 cm', en: '40 x 30 cm', fr: '40 × 30 cm' },
      ],
      claims: [
        { de: 'wetterfest', en: 'Weatherproof', fr: 'résistant aux intempéries' },
        {
          de: 'für Balkon, Terrasse und Gewächshaus',
          en: 'for Balcony, Patio and Greenhouse',
          fr: 'pour balcon, terrasse et serre',
        },
        {
          de: 'Geschenkidee für Hobbygärtnerinnen und Hobbygärtner',
          en: 'Gift for Keen Gardeners',
          fr: 'idée cadeau pour jardiniers passionnés',
        },
      ],
    },
  ],
  colours: [
    colour('GRN', { de: 'Moosgrün', en: 'Moss Green', fr: 'vert mousse' }),
    colour('NAT', { de: 'Natur', en: 'Natural', fr: 'naturel' }),
    colour('SLB', { de: 'Silber', en: 'Silver', fr: 'argent' }),
    colour('WSS', { de: 'Weiß', en: 'White', fr: 'blanc' }),
    colour('ANT', { de: 'Anthrazit', en: 'Anthracite', fr: 'anthracite' }),
  ],
}

const STATIONERY: Range = {
  families: [
    {
      products: [
        product('NOT', { ja: '方眼ノート' }),
        product('ENV', { ja: '便箋・封筒セット' }),
        product('CAL', { ja: '卓上カレンダー' }),
        product('WSH', { ja: '和紙マスキングテープ' }),
      ],
      materials: [{ ja: '再生紙' }, { ja: '越前和紙' }, { ja: '上質紙' }],
      sizes: [{ ja: 'A5' }, { ja: 'B6' }, { ja: '3個セット' }],
      claims: [
        { ja: 'ギフト包装対応' },
        { ja: '裏抜けしにくい厚手の紙・左利きの方にも書きやすい設計' },
        { ja: '入学祝い・就職祝い・父の日・母の日のプレゼントに' },
      ],
    },
    {
      products: [
        product('PEN', { ja: 'ゲルインクボールペン' }),
        product('FPN', { ja: '万年筆' }),
        product('CSE', { ja: 'ペンケース' }),
        product('CLP', { ja: 'ペーパークリップ' }),
      ],
      materials: [{ ja: '真鍮' }, { ja: '国産ヒノキ' }, { ja: 'アルミ' }],
      sizes: [{ ja: '0.5mm' }, { ja: '細身' }, { ja: '2本セット' }],
      claims: [
        { ja: '名入れ可' },
        { ja: '専用ケース付き' },
        { ja: '滑らかな書き味・長時間の筆記でも疲れにくい設計' },
      ],
    },
  ],
  colours: [
    colour('AIR', { ja: '藍色' }),
    colour('SKR', { ja: '桜色' }),
    colour('MTC', { ja: '抹茶' }),
    colour('SMI', { ja: '墨' }),
    colour('KNR', { ja: '生成り' }),
  ],
}

const RANGES: Readonly<Record<Region, Range>> = { na: HOME, eu: GARDEN, fe: STATIONERY }
