namespace Perennial.Web;

/// <summary>What an endpoint changes, in the audit's words: a form and an endpoint of the API that say the same call
/// the same operation.</summary>
sealed record Effect(string What);

/// <summary>Says of endpoints what they change.</summary>
static class Effects
{
    /// <summary>The endpoint changes this, as the operation writes it down.</summary>
    public static TBuilder Does<TBuilder>(this TBuilder endpoint, string what)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoint.Add(builder => builder.Metadata.Add(new Effect(what)));
        return endpoint;
    }
}
