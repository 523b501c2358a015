namespace Perennial.Channels.Destinations;

/// <summary>A setting that a kind of destination knows.</summary>
/// <param name="Name">In the file.</param>
/// <param name="What">What it is, for people.</param>
public sealed record DestinationSetting(string Name, string What)
{
    /// <summary>Whether it works without.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Whether it may stand only in an environment variable.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Whether several may be given.</summary>
    public bool IsMany { get; init; }

    /// <summary>Whether it is a web address that is called.</summary>
    public bool IsAddress { get; init; }
}

/// <summary>A kind of destination: what it needs, what it can do, how it is made.</summary>
/// <param name="Name">In the file.</param>
/// <param name="What">What it is, for people.</param>
public sealed partial record DestinationKind(string Name, string What)
{
    /// <summary>What it needs to know.</summary>
    public required IReadOnlyList<DestinationSetting> Settings { get; init; }

    /// <summary>How it can keep what it is told; the first is what it does unless told otherwise.</summary>
    public IReadOnlyList<DestinationMode> Modes { get; init; } = [DestinationMode.Upsert];

    /// <summary>Changes at once unless set.</summary>
    public int BatchSize { get; init; } = 100;

    /// <summary>Most changes at once.</summary>
    public int MostPerBatch { get; init; } = 1000;

    /// <summary>Requests a second unless set.</summary>
    public double RatePerSecond { get; init; } = 10;

    /// <summary>Whether customers have to have a key there.</summary>
    public bool NeedsIdentity { get; init; } = true;

    /// <summary>Whether nothing but its fields says whose a row is: without an identity, one of them has to.</summary>
    public bool RowsNeedKey { get; init; }

    /// <summary>What its fields for certain attributes are called; a mapping may leave them out.</summary>
    public IReadOnlyDictionary<string, string> IdentityFields { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether it takes nothing but certain keys, those of <see cref="IdentityFields"/>.</summary>
    public bool OnlyThoseIdentities { get; init; }

    /// <summary>Whether strategies may tell it of an event.</summary>
    public bool TakesEvents { get; init; }

    /// <summary>Makes a destination of this kind.</summary>
    public required Func<DestinationSettings, DestinationContext, Destination> Create { get; init; }

    /// <summary>The kind of a name, or null.</summary>
    public static DestinationKind? Find(string name) => All.FirstOrDefault(kind => kind.Name == name);

    /// <summary>Connects to a destination.</summary>
    /// <exception cref="Core.BadInputException">A secret is missing or wrong.</exception>
    public static Destination Open(DestinationSettings settings, DestinationContext context) =>
        (Find(settings.Kind) ?? throw new Core.BadInputException(
            $"destination '{settings.Name}'", $"There is no kind '{settings.Kind}'.", "Load the file again."))
        .Create(settings, context);
}
