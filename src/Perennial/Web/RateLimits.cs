using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Perennial.Serving;

namespace Perennial.Web;

/// <summary>How often somebody may ask.</summary>
static class RateLimits
{
    /// <summary>Attempts to sign in, by address: guessing is slow before any account is locked.</summary>
    public const string SignIn = "sign-in";

    /// <summary>Requests of a program, by its key. People are not limited.</summary>
    public const string Api = "api";

    const int AttemptsAMinute = 20;
    const int ApiBurst = 300, ApiPerSecond = 50;

    public static void Configure(RateLimiterOptions options)
    {
        options.AddPolicy(SignIn, http => RateLimitPartition.GetFixedWindowLimiter(
            http.Connection.RemoteIpAddress?.ToString() ?? "",
            _ => new FixedWindowRateLimiterOptions
            {
                PermitLimit = AttemptsAMinute, Window = TimeSpan.FromMinutes(1), QueueLimit = 0,
            }));
        options.AddPolicy(Api, http => http.Features.Get<Visitor>() is { Actor: { Kind: "key" } key }
            ? RateLimitPartition.GetTokenBucketLimiter(key.Id, _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = ApiBurst, TokensPerPeriod = ApiPerSecond,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1), QueueLimit = 0,
            })
            : RateLimitPartition.GetNoLimiter(""));
        options.OnRejected = async (rejected, _) =>
        {
            var http = rejected.HttpContext;
            var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) && after.TotalSeconds > 1
                ? (int)Math.Ceiling(after.TotalSeconds) : 1;
            await FriendlyErrors.Answer(http, StatusCodes.Status429TooManyRequests, http.Request.Path.Value ?? "",
                "Too many requests.", $"Try again in {wait} seconds.");
        };
    }
}
