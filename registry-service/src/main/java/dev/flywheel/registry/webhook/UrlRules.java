package dev.flywheel.registry.webhook;

import dev.flywheel.registry.RegistryProperties;
import dev.flywheel.registry.webhook.WebhookException.UrlRefusedException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.springframework.stereotype.Component;

/// Which URLs the registry sends to. The client resolves hosts through it, so that the address that
/// was judged is the one that is connected to, whatever a name server answers the next time.
@Component
class UrlRules implements DnsResolver {

    private static final int LONGEST = 2_000;

    private final RegistryProperties.Webhooks properties;

    UrlRules(RegistryProperties properties) {
        this.properties = properties.webhooks();
    }

    /// Refuses what can be known to be wrong when the URL is set.
    void check(String url) {
        URI uri = parse(url);
        String scheme = uri.getScheme();
        if (!"https".equalsIgnoreCase(scheme)
                && !(properties.allowHttp() && "http".equalsIgnoreCase(scheme))) {
            throw new UrlRefusedException(
                    url,
                    properties.allowHttp()
                            ? "its scheme must be https or http."
                            : "its scheme must be https (FLYWHEEL_REGISTRY_WEBHOOKS_ALLOW_HTTP allows http).");
        }
        if (uri.getHost() == null || uri.getUserInfo() != null || uri.getFragment() != null) {
            throw new UrlRefusedException(
                    url, "it must name a host, and neither a user nor a fragment.");
        }
        try {
            resolve(uri.getHost());
        } catch (AddressRefusedException refused) {
            throw new UrlRefusedException(url, String.valueOf(refused.getMessage()));
        } catch (UnknownHostException _) {
            // Its name may come to life later; each delivery resolves it anew.
        }
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = SystemDefaultDnsResolver.INSTANCE.resolve(host);
        if (!properties.allowPrivate()) {
            for (InetAddress address : addresses) {
                if (!PublicAddresses.contain(address)) {
                    throw new AddressRefusedException(host, address);
                }
            }
        }
        return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
        return SystemDefaultDnsResolver.INSTANCE.resolveCanonicalHostname(host);
    }

    private static URI parse(String url) {
        if (url.length() > LONGEST) {
            throw new UrlRefusedException(
                    url.substring(0, 100), "it has more than %d characters.".formatted(LONGEST));
        }
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw new UrlRefusedException(url, e.getReason() + ".");
        }
    }

    /// The host is none of the public internet.
    static final class AddressRefusedException extends UnknownHostException {

        private static final long serialVersionUID = 1L;

        AddressRefusedException(String host, InetAddress address) {
            super(
                    "%s is %s, which is no public address (FLYWHEEL_REGISTRY_WEBHOOKS_ALLOW_PRIVATE allows others)."
                            .formatted(host, address.getHostAddress()));
        }
    }
}
