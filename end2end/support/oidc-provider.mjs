// Two providers of sign-ins on this machine, by the certified implementation `oidc-provider`: one as a broker of
// Swedish eIDs is (the number comes by userinfo), one as an employer's directory is (its claims stand in the id_token).
// A test tells them who signs in, and how to misbehave: what the certified implementation would never issue is made
// of what it did issue, signed again.
//
// By hand or from another program:  node oidc-provider.mjs REDIRECT_URI   prints {participant, staff}: their addresses,
// and ends when its input does.
import { Provider } from 'oidc-provider';
import * as jose from 'jose';
import { createServer } from 'node:http';
import { pathToFileURL } from 'node:url';

export const client = { id: 'arbetsforum', secret: 'a secret of the tests alone, nobody keeps it' };
export const loa3 = 'http://id.elegnamnden.se/loa/1.0/loa3';
export const loa2 = 'http://id.elegnamnden.se/loa/1.0/loa2';

const number = 'https://id.oidc.se/claim/personalIdentityNumber';
// Numbers are the tax agency's published test numbers.
const people = {
  ada: { name: 'Ada Prov', [number]: '199001012385' },
  bo: { name: 'Bo Prov', [number]: '200002292399' },
  cy: { name: 'Cy Prov' },
  di: { name: 'Di Prov' },
  stina: { name: 'Stina Prov', oid: '00000000-0000-4000-8000-00000000a001', tid: 'tenant-one', employeeHsaId: 'SE0000000000-0001' },
};

async function newKey(name) {
  const { privateKey } = await jose.generateKeyPair('RS256', { extractable: true });
  return { ...(await jose.exportJWK(privateKey)), kid: `${name}-${Math.random().toString(36).slice(2)}`, alg: 'RS256', use: 'sig' };
}

/** One provider: where it is, how it is told what to do (`tell`), and how it ends. */
export async function provide({ redirect, claimsInToken }) {
  // What the next sign-ins are like.
  const will = { who: 'ada', acr: loa3, cancel: false, ask: false, alter: null, sign: null, down: false, hang: false };
  const asked = { keys: 0, discovery: 0, token: 0 };
  let key = await newKey('first');
  const foreign = await newKey('foreign');
  let idp;
  const hanging = new Set();

  const server = createServer(async (request, answer) => {
    const path = new URL(request.url, 'http://x').pathname;
    try {
      if (path === '/control') return await control(request, answer);
      if (will.down) return request.socket.destroy();
      if (will.hang) return hanging.add(answer);
      if (path === '/jwks') asked.keys += 1;
      if (path === '/token') asked.token += 1;
      if (path.startsWith('/.well-known/')) asked.discovery += 1;
      if (path.startsWith('/interaction/')) return await interact(request, answer, path);
      return idp.callback()(request, answer);
    } catch (error) {
      answer.writeHead(500).end(String(error));
    }
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  const issuer = `http://127.0.0.1:${server.address().port}`;

  async function control(request, answer) {
    let text = '';
    for await (const part of request) text += part;
    if (text) await tell(JSON.parse(text));
    answer.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ ...will, asked }));
  }

  async function tell({ rotate, ...rest }) {
    Object.assign(will, rest);
    if (rotate) {
      key = await newKey('next');
      idp = make();
    }
  }

  /** Somebody proves who they are: at once, or (with `ask`) by a press on a page. */
  async function interact(request, answer, path) {
    const step = path.split('/')[3];
    if (will.ask && !step) {
      const at = path.replace(/\/$/, '');
      answer.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
      return answer.end(`<!DOCTYPE html><html lang="sv"><title>Legitimera dig</title><main><h1>Legitimera dig</h1>
        <p><a href="${at}/go">Jag är ${people[will.who].name}</a></p><p><a href="${at}/cancel">Avbryt</a></p></main></html>`);
    }
    const cancelled = will.cancel || step === 'cancel';
    const result = cancelled
      ? { error: 'access_denied', error_description: 'cancelled' }
      : { login: { accountId: will.who, acr: will.acr ?? undefined, amr: ['eid'], remember: false }, consent: {} };
    return idp.interactionFinished(request, answer, result, { mergeWithLastSubmission: false });
  }

  /** What was issued, with other claims, and signed again as it was or otherwise. */
  async function altered(token) {
    const claims = jose.decodeJwt(token);
    const now = Math.floor(Date.now() / 1000);
    for (const [name, value] of Object.entries(will.alter ?? {})) {
      if (value === null) delete claims[name];
      else claims[name] = typeof value === 'string' && /^now[+-]\d+$/.test(value) ? now + Number(value.slice(3)) : value;
    }
    const made = new jose.SignJWT(claims);
    const by = async (jwk) => made.setProtectedHeader({ alg: 'RS256', kid: key.kid }).sign(await jose.importJWK(jwk, 'RS256'));
    switch (will.sign) {
      case 'none': return new jose.UnsecuredJWT(claims).encode();
      case 'secret': return made.setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(client.secret));
      case 'foreign': return by(foreign);
      default: return by(key);
    }
  }

  function make() {
    const made = new Provider(issuer, {
      jwks: { keys: [key] },
      clients: [{
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: [redirect],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        token_endpoint_auth_method: 'client_secret_basic',
      }],
      pkce: { required: () => true },
      cookies: { keys: ['of the tests alone'] },
      acrValues: [loa2, loa3],
      claims: {
        openid: ['sub', 'oid', 'tid', 'employeeHsaId'],
        profile: ['name'],
        'https://id.oidc.se/scope/naturalPersonNumber': [number],
      },
      conformIdTokenClaims: !claimsInToken,
      features: { devInteractions: { enabled: false } },
      interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
      findAccount: (_, sub) => people[sub] && { accountId: sub, claims: () => ({ sub, ...people[sub] }) },
      // Nobody is asked whether they agree: the tests are about what comes after.
      async loadExistingGrant(ctx) {
        const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
        grant.addOIDCScope('openid profile https://id.oidc.se/scope/naturalPersonNumber');
        await grant.save();
        return grant;
      },
    });
    made.use(async (ctx, next) => {
      await next();
      if (ctx.path === '/token' && ctx.body?.id_token && (will.alter || will.sign)) {
        ctx.body.id_token = await altered(ctx.body.id_token);
      }
    });
    made.on('server_error', (_, error) => console.error(error));
    return made;
  }
  idp = make();

  return {
    issuer,
    tell,
    asked,
    async stop() {
      for (const answer of hanging) answer.destroy();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** Both, as their settings' tables name them. */
export async function providers(redirect) {
  return {
    participant: await provide({ redirect, claimsInToken: false }),
    staff: await provide({ redirect, claimsInToken: true }),
  };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  // Its own hints go nowhere: whoever started this reads one line and no more.
  console.info = console.warn = () => {};
  process.stdout.on('error', () => {});
  const { participant, staff } = await providers(process.argv[2]);
  console.log(JSON.stringify({ participant: participant.issuer, staff: staff.issuer }));
  process.stdin.on('end', () => process.exit(0)).resume();
}
