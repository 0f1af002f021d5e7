package org.securechat.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The addresses on which the server listens: one or more, of which none stands for all if there are
 * others.
 */
final class BindAddresses {

  /** How many ports that are free on the first address are tried on the others. */
  private static final int MAX_PORTS = 20;

  private final List<String> names;
  private final List<InetAddress> addresses;

  private BindAddresses(List<String> names, List<InetAddress> addresses) {
    this.names = names;
    this.addresses = addresses;
  }

  /** Reads a list with commas of addresses and host names; IPv6 with or without brackets. */
  static final class Converter implements ITypeConverter<BindAddresses> {

    @Override
    public BindAddresses convert(String text) {
      List<String> names =
          Arrays.stream(text.split(",", -1)).map(String::strip).map(Converter::bare).toList();
      List<InetAddress> addresses = names.stream().map(Converter::resolved).toList();
      if (addresses.stream().distinct().count() < addresses.size()) {
        throw new TypeConversionException("'" + text + "' names one address twice");
      }
      if (addresses.size() > 1 && addresses.stream().anyMatch(InetAddress::isAnyLocalAddress)) {
        throw new TypeConversionException(
            "'" + text + "': 0.0.0.0 and :: stand for all addresses, so give one of them alone");
      }
      return new BindAddresses(names, addresses);
    }

    private static String bare(String name) {
      return name.startsWith("[") && name.endsWith("]")
          ? name.substring(1, name.length() - 1)
          : name;
    }

    private static InetAddress resolved(String name) {
      try {
        if (!name.isEmpty()) {
          return InetAddress.getByName(name);
        }
      } catch (UnknownHostException e) {
        // Told below.
      }
      throw new TypeConversionException("'" + name + "' is no address of this machine");
    }
  }

  /** The names, as they were given. */
  List<String> names() {
    return names;
  }

  boolean areLoopback() {
    return addresses.stream().allMatch(InetAddress::isLoopbackAddress);
  }

  /** The names as they stand in URLs. */
  List<String> hosts() {
    return names.stream().map(name -> name.contains(":") ? "[" + name + "]" : name).toList();
  }

  /**
   * A port on which can be listened at each address.
   *
   * @param wanted 0 for any
   * @throws StartException naming the address where the port is taken
   */
  int free(int wanted) throws StartException {
    for (int left = MAX_PORTS; ; left--) {
      try {
        return probe(wanted);
      } catch (StartException e) {
        if (wanted != 0 || left == 1) {
          throw e;
        }
      }
    }
  }

  private int probe(int wanted) throws StartException {
    List<ServerSocket> open = new ArrayList<>();
    int port = wanted;
    try {
      for (InetAddress address : addresses) {
        ServerSocket socket = new ServerSocket();
        open.add(socket);
        socket.setReuseAddress(true);
        try {
          socket.bind(new InetSocketAddress(address, port));
        } catch (IOException e) {
          throw cannotListen(address, names.get(open.size() - 1), port, e);
        }
        port = socket.getLocalPort();
      }
      return port;
    } catch (IOException e) {
      throw new StartException("cannot listen: " + e.getMessage(), e);
    } finally {
      open.forEach(BindAddresses::close);
    }
  }

  private static StartException cannotListen(
      InetAddress address, String name, int port, IOException reason) {
    return new StartException(
        "cannot listen on "
            + name
            + " port "
            + port
            + ": "
            + reason.getMessage()
            + "\n  "
            + (isHere(address)
                ? "Another program has the port, perhaps a server that is running already: stop it,"
                    + " or choose another port. Ports below 1024 need a right."
                : "This machine does not have that address. Check --bind."),
        reason);
  }

  private static boolean isHere(InetAddress address) {
    try {
      return address.isAnyLocalAddress()
          || address.isLoopbackAddress()
          || NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return true;
    }
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // Nothing was sent through it.
    }
  }

  /** As {@code --bind} takes them. */
  @Override
  public String toString() {
    return names.stream().collect(Collectors.joining(","));
  }
}
