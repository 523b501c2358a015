using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Perennial.Channels.Intake.Rows;
using Perennial.Core;
using Perennial.Core.Attributes;
using Perennial.Core.Consent;
using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Channels.Tracking;

/// <summary>Reads what calls say of a person. Of two objects that say the same, the first that was read counts.
/// </summary>
/// <param name="attributes">The attributes that the shop keeps.</param>
sealed class TraitReader(AttributeSet attributes)
{
    readonly string?[] texts = new string?[(int)Trait.Unsubscribed + 1];
    readonly bool?[] flags = new bool?[(int)Trait.Unsubscribed + 1];
    readonly List<ConsentStatement> topics = [];
    readonly List<AttributeStatement> said = [];
    DateOnly? birthday;
    bool any;

    /// <summary>The address to which mail goes, or null.</summary>
    public string? Email => texts[(int)Trait.Email];

    /// <summary>The telephone number as it was sent, or null.</summary>
    public string? Phone => texts[(int)Trait.Phone];

    /// <summary>Turns to another call.</summary>
    public void Begin()
    {
        if (!any) return;
        Array.Clear(texts);
        Array.Clear(flags);
        topics.Clear();
        said.Clear();
        birthday = null;
        any = false;
    }

    /// <summary>Reads an object of traits, or nothing where there is none.</summary>
    public void Read(EventObject traits)
    {
        if (!traits.IsThere) return;
        foreach (var field in traits.Fields())
        {
            var name = JsonMarshal.GetRawUtf8PropertyName(field);
            if (TraitNames.Find(name) is not { } trait)
            {
                TakeOwn(traits, field.Value, name);
                continue;
            }
            any = true;
            Take(traits, trait, field.Value, name);
        }
    }

    /// <summary>What was said; null where nothing was.</summary>
    public CustomerDetails? Details()
    {
        if (!any) return null;
        var (first, last) = Split(texts[(int)Trait.FullName]);
        var isSplit = texts[(int)Trait.FirstName] is null && texts[(int)Trait.LastName] is null;
        var details = new CustomerDetails
        {
            FirstName = texts[(int)Trait.FirstName] ?? (isSplit ? first : null),
            LastName = texts[(int)Trait.LastName] ?? (isSplit ? last : null),
            Email = texts[(int)Trait.Email],
            Phone = texts[(int)Trait.Phone],
            Address1 = texts[(int)Trait.Address1],
            Address2 = texts[(int)Trait.Address2],
            City = texts[(int)Trait.City],
            Region = texts[(int)Trait.Region],
            Postcode = texts[(int)Trait.Postcode],
            Country = texts[(int)Trait.Country],
            Birthday = birthday,
            BeganAt = At(Trait.CreatedAt),
            // Somebody who is on no list has not agreed to one: only "unsubscribed: true" says anything.
            ConsentEmail = flags[(int)Trait.Unsubscribed] == true ? false : flags[(int)Trait.ConsentEmail],
            ConsentSms = flags[(int)Trait.ConsentSms],
            ConsentPhone = flags[(int)Trait.ConsentPhone],
            ConsentPost = flags[(int)Trait.ConsentPost],
            Consents = topics.Count == 0 ? Nothing.Consents : [.. topics],
            Attributes = said.Count == 0 ? Nothing.Attributes : [.. said],
        };
        details = Terms().Applied(details, flags[(int)Trait.ConsentAds], _ => null);
        return details == Nothing ? null : details;
    }

    static readonly CustomerDetails Nothing = new();

    ConsentTerms Terms() => new(texts[(int)Trait.ConsentTopic], texts[(int)Trait.ConsentBasis],
        texts[(int)Trait.ConsentSource], texts[(int)Trait.ConsentWording],
        At(Trait.ConsentAt), At(Trait.ConsentExpiresAt));

    Instant? At(Trait trait) => texts[(int)trait] is { } text && TimeText.TryParse(text, out var at) ? at : null;

    // { "offers": true, "news": false }: e-mail alone has topics in what trackers send.
    void TakeTopics(EventObject chosen)
    {
        const int most = 50;
        foreach (var field in chosen.Fields().Take(most))
        {
            if (field.Value.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) continue;
            var name = JsonMarshal.GetRawUtf8PropertyName(field);
            var topic = Topic.Of(Encoding.UTF8.GetString(name));
            if (topic.Length == 0 || name.Contains((byte)'\\') || topics.Exists(one => one.Topic == topic)) continue;
            topics.Add(new ConsentStatement(ContactChannel.Email, field.Value.GetBoolean()) { Topic = topic });
        }
    }

    void Take(EventObject traits, Trait trait, JsonElement value, ReadOnlySpan<byte> name)
    {
        switch (trait)
        {
            case Trait.Address when value.ValueKind == JsonValueKind.Object:
                Read(traits.Object(name, $"{traits.Path}.address"));
                break;
            case Trait.Address:
                texts[(int)Trait.Address1] ??= traits.TextOf(value, name);
                break;
            case Trait.Topics:
                if (value.ValueKind == JsonValueKind.Object)
                    TakeTopics(traits.Object(name, $"{traits.Path}.topics"));
                break;
            case Trait.Birthday:
                if (traits.TextOf(value, name) is { } day && TimeText.TryDay(day, out var date)) birthday ??= date;
                break;
            case Trait.Language or Trait.TimeZone or Trait.Owner:
                Take(traits, attributes.Find(Encoding.UTF8.GetString(name))!, value, name);
                break;
            case >= Trait.ConsentEmail:
                flags[(int)trait] ??= traits.FlagOf(value, name);
                break;
            default:
                texts[(int)trait] ??= traits.TextOf(value, name);
                break;
        }
    }

    // Nothing is made of names that no shop has declared anything for.
    void TakeOwn(EventObject traits, JsonElement value, ReadOnlySpan<byte> name)
    {
        if (attributes.Own.Count == 0 || name.Contains((byte)'\\')) return;
        if (attributes.Find(Encoding.UTF8.GetString(name)) is not { } one) return;
        any = true;
        Take(traits, one, value, name);
    }

    void Take(EventObject traits, DeclaredAttribute one, JsonElement value, ReadOnlySpan<byte> name)
    {
        if (said.Exists(other => other.Name == one.Name)) return;
        if (traits.AttributeOf(attributes, one, value, name) is { } text)
            said.Add(new AttributeStatement(one.Name, text));
    }

    // "Anna Maria Berg": the last word is the family name, as in files.
    static (string? First, string? Last) Split(string? name)
    {
        if (name is null) return default;
        var blank = name.LastIndexOf(' ');
        return blank < 0 ? (null, name) : (name[..blank].TrimEnd(), name[(blank + 1)..]);
    }
}
