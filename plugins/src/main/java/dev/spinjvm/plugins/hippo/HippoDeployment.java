package dev.spinjvm.plugins.hippo;

import java.util.Optional;

import dev.spinjvm.plugins.hippo.HippoClient.App;
import dev.spinjvm.plugins.hippo.HippoClient.Channel;
import dev.spinjvm.plugins.hippo.HippoClient.Revision;

/// Makes a channel of Hippo serve a version. Each step looks at what is there first, so that a deployment that was interrupted, or is
/// done twice, comes to the same end.
public final class HippoDeployment {
    /// The channel that SIP 001 names.
    public static final String CHANNEL = "spin-deploy";

    private final HippoClient hippo;

    public HippoDeployment(HippoClient hippo) {
        this.hippo = hippo;
    }

    /// Deploys a version whose bindle is on the server's Bindle server.
    ///
    /// @param name of the application and of its bindles
    /// @return the channel that serves it
    public Channel deploy(String name, String version, String channelName) {
        Optional<App> known = hippo.app(name);
        App app = known.orElseGet(() -> create(name));
        Revision revision = revision(app, version);
        Optional<Channel> channel = hippo.channel(app.id(), channelName);
        if (channel.isEmpty()) {
            return hippo.channel(createChannel(app, channelName, version));
        }
        hippo.activate(channel.get().id(), revision.id());
        return hippo.channel(channel.get().id());
    }

    private App create(String name) {
        try {
            String id = hippo.createApp(name, name);
            return new App(id, name, name);
        } catch (HippoException.Invalid e) {
            // Somebody was faster.
            return hippo.app(name).orElseThrow(() -> e);
        }
    }

    private Revision revision(App app, String version) {
        Optional<Revision> known = find(app, version);
        if (known.isPresent()) {
            return known.get();
        }
        hippo.createRevision(app.storageId(), version);
        return find(app, version).orElseThrow(() -> new HippoException("Hippo took revision " + version + " of " + app.name()
                + " and does not list it"));
    }

    private Optional<Revision> find(App app, String version) {
        return hippo.revisions(app.id()).stream().filter(revision -> revision.number().equals(version)).findFirst();
    }

    private String createChannel(App app, String channelName, String version) {
        try {
            return hippo.createChannel(app.id(), channelName, version);
        } catch (HippoException.Invalid e) {
            return hippo.channel(app.id(), channelName).map(Channel::id).orElseThrow(() -> e);
        }
    }

    /// Makes a channel serve an older revision: the one named, or the one registered before the active one.
    ///
    /// @return the number of the revision
    public String rollBack(String name, String channelName, Optional<String> version) {
        App app = hippo.requiredApp(name);
        Channel channel = hippo.requiredChannel(app, channelName);
        var revisions = hippo.revisions(app.id());
        Revision target;
        if (version.isPresent()) {
            target = revisions.stream().filter(revision -> revision.number().equals(version.get())).findFirst().orElseThrow(
                    () -> new HippoException("Application '" + name + "' has no revision " + version.get() + "; it has " + String.join(", ",
                            revisions.stream().map(Revision::number).toList())));
        } else {
            Revision active = channel.activeRevision();
            int at = active == null ? -1 : revisions.stream().map(Revision::id).toList().indexOf(active.id());
            if (at <= 0) {
                throw new HippoException("There is no revision of '" + name + "' before the active one; name one with --revision");
            }
            target = revisions.get(at - 1);
        }
        hippo.activate(channel.id(), target.id());
        return target.number();
    }
}
