package dev.flywheel.registry.webhook;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/// Tells addresses of the public internet from those that lead into a network of our own, after the
/// IANA's special-purpose address registries.
final class PublicAddresses {

    private static final List<Block> SPECIAL =
            List.of(
                    Block.of("0.0.0.0", 8),
                    Block.of("10.0.0.0", 8),
                    Block.of("100.64.0.0", 10),
                    Block.of("127.0.0.0", 8),
                    Block.of("169.254.0.0", 16),
                    Block.of("172.16.0.0", 12),
                    Block.of("192.0.0.0", 24),
                    Block.of("192.0.2.0", 24),
                    Block.of("192.88.99.0", 24),
                    Block.of("192.168.0.0", 16),
                    Block.of("198.18.0.0", 15),
                    Block.of("198.51.100.0", 24),
                    Block.of("203.0.113.0", 24),
                    // Multicast, reserved and broadcast.
                    Block.of("224.0.0.0", 3));

    /// What is in use of IPv6 for the internet.
    private static final Block GLOBAL = Block.of("2000::", 3);

    private static final List<Block> SPECIAL_V6 =
            List.of(
                    // Protocol assignments with Teredo, documentation, and 6to4, which carries an
                    // IPv4 address.
                    Block.of("2001::", 23),
                    Block.of("2001:db8::", 32),
                    Block.of("2002::", 16),
                    Block.of("3fff::", 20));

    private PublicAddresses() {}

    static boolean contain(InetAddress address) {
        if (address instanceof Inet4Address) {
            return SPECIAL.stream().noneMatch(block -> block.contains(address));
        }
        return GLOBAL.contains(address)
                && SPECIAL_V6.stream().noneMatch(block -> block.contains(address));
    }

    /// The addresses that share the first bits of one.
    private record Block(InetAddress first, int bits) {

        static Block of(String literal, int bits) {
            try {
                return new Block(InetAddress.getByName(literal), bits);
            } catch (UnknownHostException e) {
                throw new IllegalStateException("A literal needs no resolver", e);
            }
        }

        boolean contains(InetAddress address) {
            byte[] mine = first.getAddress();
            byte[] other = address.getAddress();
            int whole = bits / 8;
            if (mine.length != other.length || !Arrays.equals(mine, 0, whole, other, 0, whole)) {
                return false;
            }
            int mask = 0xFF00 >> (bits % 8);
            return bits % 8 == 0 || (mine[whole] & mask & 0xFF) == (other[whole] & mask & 0xFF);
        }
    }
}
