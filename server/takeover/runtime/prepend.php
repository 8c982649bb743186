<?php
/**
 * Run before every PHP script that `exec --takeover` starts: fopen() and file_get_contents() know no proxy variables, so
 * addresses of the bank are opened through the takeover. Everything else is opened as it was asked for; only
 * $http_response_header stays empty (PHP 8.4: http_get_last_response_headers()). php -d auto_prepend_file= leaves it out.
 */
final class EpaySandboxStream
{
    /** @var resource|null */
    public $context;
    /** @var resource|false */
    private $stream = false;

    public static function register()
    {
        foreach (array('http', 'https') as $scheme) {
            stream_wrapper_unregister($scheme);
            stream_wrapper_register($scheme, self::class, STREAM_IS_URL);
        }
    }

    private static function isBank($url)
    {
        $host = strtolower(rtrim((string) parse_url($url, PHP_URL_HOST), '.'));
        if (strncmp($host, 'www.', 4) === 0) {
            return false;
        }
        foreach (explode(',', (string) getenv('EPAY_TAKEOVER_DOMAINS')) as $domain) {
            if ($domain !== '' && substr($host, -strlen($domain) - 1) === ".$domain") {
                return true;
            }
        }
        return false;
    }

    public function stream_open($url, $mode, $options, &$opened)
    {
        $context = $this->context ?: stream_context_get_default();
        if (self::isBank($url)) {
            // A copy: the script's own context stays as it is.
            $context = stream_context_create(stream_context_get_options($context), stream_context_get_params($context));
            $proxy = str_replace('http://', 'tcp://', (string) getenv('EPAY_TAKEOVER_URL'));
            stream_context_set_option($context, 'http', 'proxy', $proxy);
            stream_context_set_option($context, 'http', 'request_fulluri', stripos($url, 'http:') === 0);
        }
        stream_wrapper_restore('http');
        stream_wrapper_restore('https');
        try {
            $this->stream = fopen($url, $mode, false, $context);
            $GLOBALS['http_response_header'] = isset($http_response_header) ? $http_response_header : array();
        } finally {
            self::register();
        }
        return $this->stream !== false;
    }

    public function stream_read($count)
    {
        return fread($this->stream, $count);
    }

    public function stream_write($data)
    {
        return fwrite($this->stream, $data);
    }

    public function stream_eof()
    {
        return feof($this->stream);
    }

    public function stream_stat()
    {
        return fstat($this->stream);
    }

    public function url_stat($path, $flags)
    {
        return false;
    }

    public function stream_close()
    {
        fclose($this->stream);
    }

    public function stream_set_option($option, $first, $second)
    {
        if ($option === STREAM_OPTION_BLOCKING) {
            return stream_set_blocking($this->stream, (bool) $first);
        }
        if ($option === STREAM_OPTION_READ_TIMEOUT) {
            return stream_set_timeout($this->stream, $first, $second);
        }
        return false;
    }

    public function stream_cast($as)
    {
        return $this->stream;
    }
}

if (getenv('EPAY_TAKEOVER_URL')) {
    EpaySandboxStream::register();
}
