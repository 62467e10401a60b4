// Package k8s stands in for discovery by the API of Kubernetes.
package k8s

import (
	"errors"
	"log"
)

// Provider finds no peers.
type Provider struct{}

// Addrs refuses.
func (p *Provider) Addrs(map[string]string, *log.Logger) ([]string, error) {
	return nil, errors.New("this Vault is built without discovery by Kubernetes")
}
