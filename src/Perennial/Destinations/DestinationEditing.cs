using Perennial.Channels.Destinations;
using Perennial.Core;
using Perennial.Data;
using Perennial.Data.Access;
using Perennial.Data.Destinations;
using Perennial.Moments;
using Perennial.Segments;
using Perennial.Shop;

namespace Perennial.Destinations;

/// <summary>Sets destinations up, sends to them again, takes them away.</summary>
/// <remarks>What a destination is touches every shard in turn: what was done is written down after it.</remarks>
static class DestinationEditing
{
    /// <summary>What is written down of each change.</summary>
    public const string Adding = "destination added", Changing = "destination changed",
        Removing = "destination removed", Restarting = "destination restarted",
        SendingAgain = "dead letters sent again", SendingAll = "everybody sent again";

    /// <summary>Puts what a file says in place of what was set up before; those it does not name are removed.</summary>
    /// <returns>What the file says.</returns>
    /// <exception cref="BadInputException">Something in the file is wrong; nothing was changed.</exception>
    public static IReadOnlyList<DestinationSettings> Load(ShopStore store, string path, Actor by, Instant now)
    {
        var segments = ShopLoader.Load(store, now).Segments.Catalogue.All.Select(segment => segment.Name).ToList();
        var wanted = DestinationFile.Read(path, segments);
        var known = store.Destinations.All().ToDictionary(entry => entry.Name);
        foreach (var gone in known.Values.Where(entry => wanted.All(one => one.Name != entry.Name)))
            Remove(store, gone, by, now);
        foreach (var one in wanted) Put(store, one, known.GetValueOrDefault(one.Name), by, now);
        // Segments that a destination is told of are watched from now on.
        RuleLevels.Recount(store, now);
        return wanted;
    }

    /// <summary>Has a destination told who comes into a segment and who leaves it, or no longer.</summary>
    /// <param name="store">The shop.</param>
    /// <param name="name">The destination's.</param>
    /// <param name="segment">Of which segment.</param>
    /// <param name="tell">Whether it is told.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="now">The present.</param>
    /// <exception cref="MissingException">There is no destination of this name.</exception>
    /// <exception cref="BadInputException">There is no such segment, or it is told of every one.</exception>
    public static void Tell(ShopStore store, string name, string segment, bool tell, Actor by, Instant now)
    {
        var entry = Found(store, name);
        ShopLoader.Load(store, now).Segments.Members(segment);
        var settings = DestinationSettings.FromJson(entry.Settings);
        if (settings.Segments.Contains(DestinationSettings.AllSegments))
            throw new BadInputException($"destination '{name}'", "It is told of every segment.",
                "List the segments in its file to tell of some.");
        var others = settings.Segments.Where(one => one != segment);
        Put(store, settings with { Segments = tell ? [.. others, segment] : [.. others] }, entry, by, now);
        RuleLevels.Recount(store, now);
    }

    /// <summary>Forgets a destination and whatever waits for it.</summary>
    /// <exception cref="MissingException">There is none of this name.</exception>
    public static void Remove(ShopStore store, string name, Actor by, Instant now) =>
        Remove(store, Found(store, name), by, now);

    /// <summary>Takes a destination back into use: it is asked again at once.</summary>
    /// <exception cref="MissingException">There is none of this name.</exception>
    public static void Restart(ShopStore store, string name, Actor by, Instant now)
    {
        var entry = Found(store, name);
        store.Destinations.Put(entry.Name, entry.Kind, entry.Settings, now);
        store.Audit.Add(new AuditEntry(now, by, Restarting, name) { Before = entry.Disabled ?? "" });
    }

    /// <summary>Sends once more what was given up.</summary>
    /// <returns>How many changes.</returns>
    /// <exception cref="MissingException">There is none of this name.</exception>
    public static int SendAgain(ShopStore store, string name, Actor by, Instant now)
    {
        var entry = Found(store, name);
        var revived = store.Deliveries.Revive(entry.Name, now);
        store.Destinations.Reopen(entry.Name);
        store.Audit.Add(new AuditEntry(now, by, SendingAgain, name) { Before = entry.Disabled ?? "" });
        return revived;
    }

    /// <summary>Sends everybody once more, and the changes from now on after them.</summary>
    /// <exception cref="MissingException">There is none of this name.</exception>
    public static void SendAll(ShopStore store, string name, Actor by, Instant now)
    {
        store.Destinations.Restart(Found(store, name).Name);
        store.Audit.Add(new AuditEntry(now, by, SendingAll, name));
    }

    static void Put(ShopStore store, DestinationSettings one, DestinationEntry? known, Actor by, Instant now)
    {
        var settings = one.ToJson();
        store.Destinations.Put(one.Name, one.Kind, settings, now);
        // Loading the same again only takes it back into use.
        if (known is { Disabled: null } && known.Kind == one.Kind && known.Settings == settings) return;
        store.Audit.Add(new AuditEntry(now, by, known is null ? Adding : Changing, one.Name)
        {
            Before = known is null ? "" : Words(DestinationSettings.FromJson(known.Settings), known),
            After = Words(one, null),
        });
    }

    static void Remove(ShopStore store, DestinationEntry entry, Actor by, Instant now)
    {
        store.Destinations.Remove(entry.Name);
        store.Audit.Add(new AuditEntry(now, by, Removing, entry.Name) { Before = entry.Kind });
    }

    // What is sent, not to which address by which key: the log is no place for those.
    static string Words(DestinationSettings settings, DestinationEntry? known) => string.Join("; ", new[]
    {
        settings.Kind, string.Join(", ", settings.Mapping.Select(field => field.To)),
        string.Join(", ", settings.Segments), known?.Disabled ?? "",
    }.Where(part => part.Length > 0));

    static DestinationEntry Found(ShopStore store, string name) =>
        store.Destinations.All().FirstOrDefault(one => one.Name == name) ?? throw new MissingException(
            "destination", $"There is no destination '{name}'.", "The page Data lists them.");
}
